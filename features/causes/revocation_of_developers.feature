@cause
Feature: A developer's token is revoked like an administrator's

  On 2.1.5 a developer's token starts nothing (issue 4281), so only 2.1.4 can
  show it.

  Scenario: On 2.1.4 a developer's token is disabled, and enabled again
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token of a developer
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When the token is disabled on the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token is disabled
    When the token is enabled on the token page
    And the scheduler starts the application
    Then the application starts

  Scenario: On 2.1.4 a developer is locked
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token of a developer
    And an application that can be started
    When the token's owner is locked
    And the scheduler starts the application
    Then the call is answered 401, because its owner is locked
