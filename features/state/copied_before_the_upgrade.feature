@state
Feature: The command that 2.1.4's "copy cURL" gave, with its flag turned to true, loses the state on 2.1.5

  Whoever copied the command on 2.1.4, turned savePointed=false to true and opened
  the old address on 2.1.5 by its white list gets 200 "success" as before, with a
  new token in it: the old name is not read there either.

  Background:
    Given StreamPark 2.1.5 with this in config.yaml:
      """
      streampark.openapi.white-list: /flink/app/start,/flink/app/cancel
      """
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint

  @known-issue-savepoint-fields
  Scenario: A start, at the address as it was copied
    When a user has the curl command for a start that the web page of 2.1.4 gives
    And the copied command is run
    Then the job starts without its state
    When the copied command is run with its flag turned to true
    Then the job goes on from its latest savepoint

  @known-issue-savepoint-fields-cancel
  Scenario: A cancel, at the address as it was copied
    When a user has the curl command for a cancel that the web page of 2.1.4 gives
    And the copied command is run
    Then the job ends without a savepoint
    When the copied command is run with its flag turned to true
    Then the job ends with a savepoint in the usual folder
