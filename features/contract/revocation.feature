@contract @known-issue-4322
Feature: What is revoked is not authenticated, at once and for good

  A revocation that takes effect later is not a revocation, and neither is one that
  is forgotten. It concerns whom it concerns: a second scheduler goes on working
  all the time.

  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    And a second scheduler with a token and an application of its own
    When the scheduler starts the application
    Then the application starts

  @known-issue-revoked-until-restart
  Scenario: A disabled token
    When the token is disabled on the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token is disabled
    And the token opens no page at all
    When the scheduler starts the application with its token and the cookie of a web session
    Then the call is answered 401, because the token is disabled
    When the token's owner signs in on the web page and out again
    And the scheduler starts the application
    Then the call is answered 401, because the token is disabled
    And the second scheduler can still start its application
    And the second scheduler's row is as it was left
    When the scheduler starts the application 61m after the token was made
    Then the call is answered 401, because the token is disabled
    When the token is enabled on the token page
    And the scheduler starts the application
    Then the application starts

  @known-issue-revoked-until-restart
  Scenario: A deleted token
    When the token is deleted on the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token was deleted
    And the token opens no page at all
    And the second scheduler can still start its application
    And the second scheduler's row is as it was left
    When the scheduler starts the application 61m after the token was made
    Then the call is answered 401, because the token was deleted

  @known-issue-revoked-until-restart
  Scenario: A token of a locked user
    When the token's owner is locked
    And the scheduler starts the application
    Then the call is answered 401, because its owner is locked
    And the second scheduler can still start its application
    When the scheduler starts the application 61m after the token was made
    Then the call is answered 401, because its owner is locked
    When the token's owner is unlocked
    And the scheduler starts the application
    Then the application starts

  @known-issue-tokens-outlive-passwords
  Scenario: A token whose owner changes the password
    When the token's owner changes the password
    And the scheduler starts the application
    Then the call is answered 401, because the token is signed with a secret that has changed
    And the token's row has not changed since it was made
    And the token's owner is let in
    And the token's owner is not let in with the password from before
    And the second scheduler can still start its application
    And the second scheduler's row is as it was left

  @known-issue-tokens-outlive-passwords
  Scenario: A token whose owner's password is reset
    When an administrator resets the password of the token's owner
    And the scheduler starts the application
    Then the call is answered 401, because the token is signed with a secret that has changed
    And the token's row has not changed since it was made
    And the token's owner is let in
    And the token's owner is not let in with the password from before
    And the second scheduler can still start its application
    And the second scheduler's row is as it was left

  Scenario: A token of a user who gets another name
    When the token's owner is renamed
    And the scheduler starts the application
    Then the call is answered 401, because its owner does not exist
    And the second scheduler can still start its application
    When the token's owner gets the old name back
    And the scheduler starts the application
    Then the application starts

  @known-issue-revoked-until-restart
  Scenario: A token of a deleted user, whose name somebody else gets
    When the token's owner is deleted
    And the scheduler starts the application
    Then the call is answered 401, because its owner does not exist
    And the token's owner is not let in
    And the second scheduler can still start its application
    When somebody else gets the owner's name
    And the scheduler starts the application
    Then the call is not authenticated

  @restart @known-issue-revoked-until-restart
  Scenario Outline: A restart does not forget that <it was revoked>
    When <it is revoked>
    And the scheduler starts the application
    Then the call is answered 401, because <of it>
    When the server is restarted
    And the scheduler starts the application
    Then the call is answered 401, because <of it>
    And the second scheduler can still start its application

    Examples:
      | it was revoked          | it is revoked                            | of it                 |
      | a token was disabled    | the token is disabled on the token page  | the token is disabled |
      | the owner was locked    | the token's owner is locked              | its owner is locked   |
