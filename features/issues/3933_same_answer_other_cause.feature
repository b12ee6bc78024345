@issue-3933
Feature: Upstream 3933: the same 401 has other causes, and they are told apart

  StreamPark's 401 has an empty body whatever its cause. Before a report is
  called 3933, the other causes have to be excluded. Here each is brought about
  on purpose on 2.1.4, with a token that has not expired.

  Background:
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started

  Scenario: The token was disabled on the token page
    When the token is disabled on the token page
    And the scheduler calls /flink/app/start
    Then the call is answered 401, because the token is disabled
    When the token is enabled on the token page
    And the scheduler calls /flink/app/start
    Then the application starts

  Scenario: The token was deleted on the token page
    When the token is deleted on the token page
    And the scheduler calls /flink/app/start
    Then the call is answered 401, because the token was deleted

  Scenario: The token's owner changed the password
    When the token's owner changes the password
    And the scheduler calls /flink/app/start
    Then the call is answered 401, because the token is signed with a secret that has changed
    And the token's row has not changed since it was made

  Scenario: The scheduler sends no token
    When the scheduler calls /flink/app/start with no token
    Then the call is answered 401, because no token was sent

  Scenario: The scheduler sends half of the token
    When the scheduler calls /flink/app/start with half of the token
    Then the call is answered 401, because what was sent is not a token

  Scenario: The scheduler sends the web page's token without its cookie
    When the scheduler calls /flink/app/start with its owner's sign-in token and no cookie
    Then the call is answered 401, because a sign-in token needs its web session
