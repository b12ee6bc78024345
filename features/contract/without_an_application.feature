@contract
Feature: What shows without an application

  Nothing is started here, so all of it can be seen on any server: where nobody may
  look into the database, and the first part also where nobody may write.

  Scenario Outline: Nobody without a token gets in at <address>, and nothing is made
    Given StreamPark as shipped
    When somebody without a token calls <address>
    Then the call is not authenticated

    Examples:
      | address              |
      | /flink/app/start     |
      | /openapi/app/start   |
      | /flink/app/cancel    |
      | /openapi/app/cancel  |
      | /flink/app/list      |
      | /token/list          |
      | /user/list           |

  Scenario: Nobody without a token gets around the check of a start
    Given StreamPark as shipped
    When somebody without a token asks for the start by GET
    Then the call is not authenticated
    When somebody without a token asks for the start by a slash behind the address
    Then the call is not authenticated
    When somebody without a token asks for the start by capital letters
    Then the call is not authenticated

  @known-issue-users-open-to-tokens @known-issue-4322
  Scenario: A new token opens just the pages the catalogue lists
    Given StreamPark as shipped
    And a scheduler with a new API token
    Then the token opens no other page than the catalogue says

  Scenario: A new user signs in with the password, and with nothing else
    Given StreamPark as shipped
    And a scheduler with a new API token
    Then the token's owner is let in
    And the token's owner is not let in with a wrong password
    And the token's owner is not let in with no password
    When the token's owner changes the password
    Then the token's owner is let in
    And the token's owner is not let in with the password from before
    When an administrator resets the password of the token's owner
    Then the token's owner is let in
    And the token's owner is not let in with the password from before

  Scenario: On 2.1.4 a new token ends with the session TTL
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    Then the token says that it expires 2h after it was made

  Scenario: On 2.1.5 a new token never ends, and a second one is refused
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    Then the token says that it never expires
    And another token is refused while the old row is there
