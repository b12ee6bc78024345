@topology
Feature: A reverse proxy that does something to the header Authorization

  StreamPark reads its token from the header Authorization and from nowhere else.
  A proxy that keeps the header to itself, or needs it for a sign-in of its own,
  leaves callers with a 401 that says nothing.

  The proxy here is a small one of this program, not a product.

  Scenario Outline: On <release> a token is lost in a proxy that <does>
    Given StreamPark <release> behind a reverse proxy that <does>
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the call is answered 401, because the token was lost on its way
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because the token was lost on its way
    And the token's row has not changed since it was made

    Examples:
      | release | does                        |
      | 2.1.4   | drops Authorization         |
      | 2.1.4   | sends its own Authorization |
      | 2.1.5   | drops Authorization         |
      | 2.1.5   | sends its own Authorization |
      | 2.1.7   | drops Authorization         |

  Scenario Outline: On <release> a token and the sign-in of a proxy do not go together
    Given StreamPark <release> behind a reverse proxy that asks for a sign-in of its own
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the call is answered 401, because a proxy asks for a sign-in of its own
    When the scheduler starts the application with the proxy's user and password
    Then the call is answered 401, because what was sent is not a token

    Examples:
      | release |
      | 2.1.4   |
      | 2.1.5   |
