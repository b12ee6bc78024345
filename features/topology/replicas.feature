@topology
Feature: Two replicas on one database, behind a round robin

  Whoever wants StreamPark to be there always starts a second server on the same
  database and has a load balancer send calls to them in turn. What a replica
  keeps in the database both know; what it keeps in its memory, or in a file of
  its own, the other does not, and every other call is answered 401.

  The round robin here is a small proxy of this program, not a product.

  Scenario Outline: On <release> an API token works at both replicas, and is revoked at both
    Given StreamPark <release> as two replicas behind a round robin
    And a scheduler with a new API token
    And an application that can be started
    Then the application starts 4 times in a row
    And the token's row has not changed since it was made
    When the token is disabled on the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token is disabled
    When the scheduler starts the application
    Then the call is answered 401, because the token is disabled

    Examples:
      | release |
      | 2.1.4   |
      | 2.1.5   |

  Scenario: On 2.1.4 an API token expires at both replicas
    Given StreamPark 2.1.4 as two replicas behind a round robin
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 2h01m after the token was made
    Then the call is answered 401, because the token has expired
    When the scheduler starts the application
    Then the call is answered 401, because the token has expired

  Scenario: On 2.1.4 every other call of a signed-in scheduler is answered 401
    Given StreamPark 2.1.4 as two replicas behind a round robin
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because another replica has its web session
    When the scheduler starts the application with that sign-in and its cookie
    Then the application starts
    When the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because another replica has its web session

  Scenario: On 2.1.5 a sign-in works at both replicas, until one of them is restarted
    Given StreamPark 2.1.5 as two replicas behind a round robin
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the second replica is restarted
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because the replica that answered is younger than it
    When the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the scheduler starts the application
    Then the application starts
    When the scheduler starts the application
    Then the application starts

  Scenario: On 2.1.7 each replica has a key file of its own, and knows no token of the other
    Given StreamPark 2.1.7 as two replicas behind a round robin
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because it is sealed with another replica's key file
    When the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the scheduler starts the application
    Then the call is answered 401, because it is sealed with another replica's key file
    When the scheduler starts the application
    Then the call is answered 401, because no sealing is the same twice

  Scenario: On 2.1.3 a sign-in works at the replica that signed it, and a revocation acts at the other
    A server of these releases signs with a key of its process. What it signed
    itself it looks up in no database.
    Given StreamPark 2.1.3 as two replicas behind a round robin
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because another replica signed it
    When the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the scheduler starts the application
    Then the application starts
    When the scheduler starts the application
    Then the application starts
    When the token is disabled on the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token is disabled
    When the scheduler starts the application
    Then the application starts
