@workaround
Feature: What articles advise against upstream 3933, tried

  Two workarounds are published with the report, and a third is to upgrade.
  `regress releases` says for which release each can be recommended.

  @issue-3933
  Scenario: Fetching the newest token before each call brings back the same dead one
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 2h01m after the token was made
    Then the call is answered 401, because the token has expired
    When the scheduler fetches the newest token from the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token has expired

  @issue-3933
  Scenario: Making a new token every hour kills both, until a row is deleted
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 59m after the token was made
    Then the application starts
    When the scheduler makes another token and uses it
    And the scheduler starts the application
    Then the call is answered 401, because the user has two tokens
    When the older token is deleted on the token page
    And the scheduler starts the application
    Then the application starts

  @issue-3933
  Scenario: Deleting the token and then making a new one works, every two hours
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 2h01m after the token was made
    Then the call is answered 401, because the token has expired
    When the scheduler deletes its token, makes another and uses it
    And the scheduler starts the application
    Then the application starts
    When the scheduler deletes its token, makes another and uses it
    And the scheduler starts the application with the token it used before
    Then the call is answered 401, because its row holds another token

  @issue-3933
  Scenario: A session TTL of ten years, set before the token is made, works
    Given StreamPark 2.1.4 with this in config.yaml:
      """
      server.session.ttl: 3650d
      """
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 2h01m after the token was made
    Then the application starts
    When the scheduler starts the application 400 days after the token was made
    Then the application starts
    When the scheduler starts the application 3649 days after the token was made
    Then the application starts
    When the scheduler starts the application 3651 days after the token was made
    Then the call is answered 401, because the token has expired
