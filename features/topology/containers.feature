@topology @own-server
Feature: A container that is replaced without a volume, its database kept

  `docker compose up` after a change of the image, a rescheduled pod: another
  container with the same database. What StreamPark keeps in files of its own is
  gone.

  Scenario Outline: On <release> an API token outlives its container, and a sign-in does not
    Given StreamPark <release> as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application
    Then the application starts
    When the server's container is replaced and its database kept
    And the scheduler starts the application
    Then the application starts
    And the token's row has not changed since it was made
    When the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because <why>

    Examples:
      | release | why                                             |
      | 2.1.4   | a sign-in token needs its web session           |
      | 2.1.5   | the sign-in is older than the server's start    |

  Scenario: On 2.1.7 the key file is lost with its container, and with it every token
    Given StreamPark 2.1.7 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the scheduler starts the application
    Then the call is answered 401, because no sealing is the same twice
    When the server's container is replaced and its database kept
    And the scheduler starts the application
    Then the call is answered 401, because it is sealed with another key
    And the token's row has not changed since it was made
    When the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because it is sealed with another key
