@contract
Feature: What is revoked stays revoked, however long ago it was

  On 2.1.4 a token ends after two hours, revoked or not, so only the releases
  since can show what becomes of a revocation in a day, in a month and in a year.

  Background:
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts

  Scenario Outline: On 2.1.5 <it was revoked> for good
    When <it is revoked>
    And the scheduler starts the application
    Then the call is answered 401, because <of it>
    When the scheduler starts the application 25h after the token was made
    Then the call is answered 401, because <of it>
    When the scheduler starts the application 31 days after the token was made
    Then the call is answered 401, because <of it>
    When the scheduler starts the application 400 days after the token was made
    Then the call is answered 401, because <of it>

    Examples:
      | it was revoked       | it is revoked                           | of it                 |
      | a token was disabled | the token is disabled on the token page | the token is disabled |
      | a token was deleted  | the token is deleted on the token page  | the token was deleted |
      | the owner was locked | the token's owner is locked             | its owner is locked   |
