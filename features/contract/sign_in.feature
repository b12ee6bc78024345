@contract
Feature: Whoever signs in is who he says he is

  A sign-in makes API tokens, so what it lets in gets everywhere.

  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started

  Scenario: A wrong password
    Then the token's owner is let in
    And the token's owner is not let in with a wrong password
    And the token's owner is not let in with no password
    And the token's owner is not let in with the password in capitals
    And the token's owner is not let in with one character behind the password

  Scenario: A locked user
    When the token's owner is locked
    Then the token's owner is not let in
    When the token's owner is unlocked
    Then the token's owner is let in
