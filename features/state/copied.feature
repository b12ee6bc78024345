@contract @state
Feature: "Copy cURL" on the web page gives commands that work on their own release

  The web page gives a curl command for a start and for a cancel, with the user's
  token in it. Run as it was copied it works, and asks for no savepoint: its flag
  says false. Whoever turns the flag to true has a script that keeps the job's
  state, on the release it was copied from; what becomes of it after an upgrade is
  in features/upgrade. A page that puts no base in front of the address gives a
  command that no curl can run (measured on 2.1.4 and 2.1.5).

  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint

  @known-issue-empty-savepoint-path @known-issue-4322
  Scenario: The command for a start
    When a user of the web page copies the curl command for a start
    And the copied command is run
    Then the job starts without its state
    When the copied command is run with its flag turned to true
    Then the job goes on from its latest savepoint

  @known-issue-4322
  Scenario: The command for a cancel
    When a user of the web page copies the curl command for a cancel
    And the copied command is run
    Then the job ends without a savepoint
    When the copied command is run with its flag turned to true
    Then the job ends with a savepoint in the usual folder

  @known-issue-savepoint-fields @known-issue-4322
  Scenario: The command of 2.1.4 for a start, its flag turned to true, at the release's own address
    When a user has the curl command for a start that the web page of 2.1.4 gives
    And the copied command is run with its flag turned to true at the release's own address
    Then the job goes on from its latest savepoint

  @known-issue-savepoint-fields-cancel @known-issue-4322
  Scenario: The command of 2.1.4 for a cancel, its flag turned to true, at the release's own address
    When a user has the curl command for a cancel that the web page of 2.1.4 gives
    And the copied command is run with its flag turned to true at the release's own address
    Then the job ends with a savepoint in the usual folder
