@contract @known-issue-4322
Feature: What is revoked is not authenticated, at once

  A revocation that takes effect later is no revocation.

  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts

  Scenario: A disabled token
    When the token is disabled on the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token is disabled
    When the token is enabled on the token page
    And the scheduler starts the application
    Then the application starts

  Scenario: A deleted token
    When the token is deleted on the token page
    And the scheduler starts the application
    Then the call is answered 401, because the token was deleted

  Scenario: A token of a locked user
    When the token's owner is locked
    And the scheduler starts the application
    Then the call is answered 401, because its owner is locked
    When the token's owner is unlocked
    And the scheduler starts the application
    Then the application starts
