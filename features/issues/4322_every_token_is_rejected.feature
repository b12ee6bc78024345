@issue-4322
Feature: On 2.1.7 every API token is rejected (upstream issue 4322)

  Reported: after an upgrade to 2.1.7 every call with an API token is 401, and a
  new token is 401 as well. 2.1.7 seals tokens with a random nonce and then
  compares the row with the token sealed again, which is never the same text.

  Background:
    Given StreamPark 2.1.7 as shipped
    And a scheduler with a new API token
    And an application that can be started

  Scenario: On 2.1.7 a new API token is rejected at once, and its row holds it
    When the scheduler starts the application
    Then the call fails as in known issue 4322: 401, because no sealing is the same twice
    And the token's row has not changed since it was made

  Scenario: On 2.1.7 deleting the token and making another does not help
    When the scheduler deletes its token, makes another and uses it
    And the scheduler starts the application
    Then the call fails as in known issue 4322: 401, because no sealing is the same twice

  @restart
  Scenario: On 2.1.7 a restart does not help
    When the server is restarted
    And the scheduler starts the application
    Then the call fails as in known issue 4322: 401, because no sealing is the same twice

  @workaround @restart
  Scenario: On 2.1.7 a sign-in for each call works without a cookie, and dies in a restart
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the server is restarted
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because the sign-in is older than the server's start

  Scenario: On 2.1.7 the key that everybody knows seals nothing any more
    When the scheduler starts the application with a token that another user signed
    Then the call is answered 401, because it is sealed with another key

  Scenario: On 2.1.7 what is not a token does not get in either
    When the scheduler starts the application with garbage
    Then the call is answered 401, because what was sent is not a token
