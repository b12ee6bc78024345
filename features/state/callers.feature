@contract @state
Feature: Who stops a job with a savepoint and starts it again keeps its state

  A 401 wakes somebody up. A field that a release does not know wakes nobody: the
  answer is the same 200, and the job starts from nothing. What is checked here
  is not the answer but what the server submits to Flink.

  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint

  @known-issue-4322
  Scenario: A caller written for the release it calls
    When a caller written for this release starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When a caller written for this release starts the application from a given savepoint
    Then the job goes on from the given savepoint
    When a caller written for this release cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When a caller written for this release cancels the application with a savepoint in a given folder
    Then the job ends with a savepoint in the given folder

  @known-issue-4322
  Scenario: A careful caller that sends the names of all releases at once
    When a caller that sends every name starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When a caller that sends every name starts the application from a given savepoint
    Then the job goes on from the given savepoint
    When a caller that sends every name cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When a caller that sends every name cancels the application with a savepoint in a given folder
    Then the job ends with a savepoint in the given folder

  @known-issue-savepoint-fields @known-issue-4322
  Scenario: A caller written for 2.1.4 starts from its latest savepoint
    When a caller written for 2.1.4 starts the application from its latest savepoint
    Then the job goes on from its latest savepoint

  @known-issue-savepoint-fields @known-issue-4322
  Scenario: A caller written for 2.1.4 starts from a given savepoint
    When a caller written for 2.1.4 starts the application from a given savepoint
    Then the job goes on from the given savepoint

  @known-issue-savepoint-fields-cancel @known-issue-4322
  Scenario: A caller written for 2.1.4 cancels with a savepoint
    When a caller written for 2.1.4 cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder

  @known-issue-4322
  Scenario: Who asks for no savepoint gets none
    When the scheduler starts the application
    Then the job starts without its state
    When the scheduler cancels the application
    Then the job ends without a savepoint

  Scenario: A user of the web page
    When a user of the web page starts the application from its latest savepoint
    Then the job goes on from its latest savepoint
    When a user of the web page starts the application from a given savepoint
    Then the job goes on from the given savepoint
    When a user of the web page cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When a user of the web page cancels the application with a savepoint in a given folder
    Then the job ends with a savepoint in the given folder
