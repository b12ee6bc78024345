@workaround
Feature: Clients that help themselves

  A scheduler that meets a 401 can make itself a new token and call again. Done
  carefully that works on every release; done naively it works on none.

  Scenario: On 2.1.4 a client that deletes the dead token before it makes a new one
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When 2h01m have passed since the token was made
    And a careful client starts the application
    Then the application starts

  Scenario: On 2.1.4 a client that just makes a new token locks itself out
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When 2h01m have passed since the token was made
    And a naive client starts the application
    Then the call is answered 401, because the user has two tokens

  Scenario: On 2.1.5 the careful client has nothing to do, and recovers when its owner changes the password
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When 2h01m have passed since the token was made
    And a careful client starts the application
    Then the application starts
    When the token's owner changes the password
    And a careful client starts the application
    Then the application starts

  Scenario: On 2.1.5 the naive client is refused a new token and stays out
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the token's owner changes the password
    And a naive client starts the application
    Then the call is answered 401, because the token is signed with a secret that has changed

  Scenario: On 2.1.4 a sign-in for each call needs the cookie of its session
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and its cookie
    Then the application starts
    When the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because a sign-in token needs its web session

  Scenario: On 2.1.4 a sign-in ends when its owner signs out
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler signs out again
    And the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because a sign-in token needs its web session

  Scenario: On 2.1.5 a sign-in ends when its owner changes the password
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the token's owner changes the password
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because the token is signed with a secret that has changed

  Scenario: On 2.1.5 a sign-in ends with its owner's name, and with its owner
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the token's owner is renamed
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because its owner does not exist
    When the token's owner gets the old name back
    And the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the token's owner is deleted
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because its owner does not exist

  @restart
  Scenario: On 2.1.5 a sign-in for each call needs no cookie, and dies in a restart
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and no cookie
    Then the application starts
    When the server is restarted
    And the scheduler starts the application with that sign-in and no cookie
    Then the call is answered 401, because the sign-in is older than the server's start
