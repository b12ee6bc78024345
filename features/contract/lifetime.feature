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
      | later    |
      | 2h01m    |
      | 25h      |
      | 31 days  |
      | 400 days |
      | 999 days |

  Scenario: A token works again and again
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    Then the application starts 8 times in a row
    And the token's row has not changed since it was made

  Scenario: Signing out of the web page leaves its owner's token alone
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When the token's owner signs in on the web page and out again
    And the scheduler starts the application
    Then the application starts

  @restart
  Scenario: A restart leaves tokens alone
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When the server is restarted
    And the scheduler starts the application
    Then the application starts
    And the token's row has not changed since it was made

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
