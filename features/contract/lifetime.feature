@contract @known-issue-4322
Feature: An API token works until somebody revokes it

  Whoever makes a token on the token page is told nothing about an end. What a
  token can do must therefore not depend on how old it is.

  @known-issue-3933
  Scenario Outline: A token still works <later> after it was made
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When the scheduler starts the application <later> after the token was made
    Then the application starts
    And the token's row has not changed since it was made

    Examples:
      | later     |
      | 2h01m     |
      | 3h        |
      | 12h       |
      | 25h       |
      | 6 days    |
      | 31 days   |
      | 400 days  |
      | 7400 days |

  Scenario: A token works again and again, and for every application
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    Then the application starts 8 times in a row
    And the token's row has not changed since it was made
    Given another application that can be started
    When the scheduler starts the application
    Then the application starts

  Scenario: Signing out of the web page leaves its owner's token alone
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When the token's owner signs in on the web page and out again
    And the scheduler starts the application
    Then the application starts

  @restart @known-issue-revoked-until-restart @known-issue-log-tells-tokens
  Scenario: A restart leaves tokens alone, and no secret is in the log
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    And a second scheduler with a token and an application of its own
    When the scheduler starts the application
    Then the application starts
    And the token's owner is not let in with a wrong password
    When the second scheduler's token is deleted on the token page
    Then the second scheduler's call is answered 401, because the token was deleted
    When the server is restarted
    And the scheduler starts the application
    Then the application starts
    And the token's row has not changed since it was made
    And the second scheduler's call is answered 401, because the token was deleted
    And the server's log tells no secret

  @known-issue-3865
  Scenario: A second token for the same user leaves the first alone
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When a second token is asked for on the token page
    And the scheduler starts the application
    Then the application starts
