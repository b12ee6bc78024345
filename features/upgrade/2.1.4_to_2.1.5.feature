@upgrade @own-server @issue-3933
Feature: Upgrading from 2.1.4 to 2.1.5 does not bring a scheduler's jobs back by itself

  "Upgrade to 2.1.5" is what articles advise. It removes the expiry, and it
  breaks every existing caller in three other ways that can be seen, and in one
  that cannot: what keeps a job's state has another name, and the old one is
  ignored with 200 "success". This is one database, taken through the upgrade as
  an administrator would.

  @state
  Scenario: What becomes of a token, a sign-in and their caller
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And a second scheduler with a token and an application of its own
    When a caller written for 2.1.4 cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When the scheduler calls /flink/app/start
    Then the application starts
    Given the application has a savepoint
    When a user of the web page copies the curl command for a start
    And the copied command is run with its flag turned to true
    Then the job goes on from its latest savepoint
    When a caller that sends every name starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When the second scheduler's token is disabled on the token page
    And the second scheduler's owner is locked
    And the scheduler signs in
    And the server is upgraded to 2.1.5
    And the scheduler calls /flink/app/start
    Then the call is answered 401, because the token is signed with a secret that has changed
    And the token's row has not changed since it was made
    And the second scheduler's row is as it was left
    And the second scheduler's owner is not let in
    And the token's owner is let in
    When the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because the token is signed with a secret that has changed
    And another token is refused while the old row is there
    When the scheduler deletes its token, makes another and uses it
    And the scheduler calls /flink/app/start
    Then the endpoint is closed to API tokens
    When the scheduler calls /openapi/app/start
    Then the application starts
    When a caller written for 2.1.4 starts the application from its latest savepoint
    Then the job starts without its state
    When the copied command is run with its flag turned to true with the new token
    Then the endpoint is closed to API tokens
    When the copied command is run with its flag turned to true with the new token at /openapi/app/start
    Then the job starts without its state
    When a caller written for this release starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When a caller that sends every name starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When a caller written for 2.1.4 cancels the application with a savepoint in the usual folder
    Then the job ends without a savepoint
    When a caller that sends every name cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When the scheduler calls /openapi/app/start 25h after the token was made
    Then the application starts

  @state
  Scenario: The way back brings the old token back too, and the old names
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When the scheduler calls /flink/app/start
    Then the application starts
    When the server is upgraded to 2.1.5
    And the server goes back to 2.1.4
    And the scheduler calls /flink/app/start
    Then the application starts
    When a caller written for 2.1.4 starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When a caller that sends every name starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When a caller written for 2.1.5 starts the application at /flink/app/start from its latest savepoint
    Then the job starts without its state
