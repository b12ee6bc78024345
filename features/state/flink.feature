@flink
Feature: What becomes of a job's state on a real Flink

  The same calls as in the other features about state, seen from the other end: a
  job of ours counts, and Flink says from which savepoint it was restored and what
  it wrote. Without a real Flink beside the server (--flink real) these scenarios
  are no part of the plan.

  @contract @known-issue-4322
  Scenario: A job that is started runs
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the job runs and counts from nothing

  @contract @known-issue-4322
  Scenario: A job that is stopped with a savepoint and started from its path goes on
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When a caller written for this release cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When a caller written for this release starts the application from the savepoint it was stopped with
    Then the job goes on counting where it was stopped

  @contract @known-issue-4134 @known-issue-4322
  Scenario: StreamPark keeps the path of the savepoint that a job is stopped with
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When a caller written for this release cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint that StreamPark keeps

  Scenario: On 2.1.4 a start without a path goes on where the job was stopped
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When a caller written for 2.1.4 cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint that StreamPark keeps
    When a caller written for 2.1.4 starts the application from its latest savepoint
    Then the job goes on counting where it was stopped

  @issue-4134 @on-postgres
  Scenario: On 2.1.5 with PostgreSQL a start without a path goes back to an older savepoint
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When a caller written for 2.1.5 cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When a caller written for 2.1.5 starts the application from its latest savepoint
    Then the job goes back to its savepoint of before

  @issue-4134 @on-postgres
  Scenario: On 2.1.5 with PostgreSQL a start without a path has no state where there is no older savepoint
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When a caller written for 2.1.5 cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint in the usual folder
    When a caller written for 2.1.5 starts the application from its latest savepoint
    Then the job starts without its state although it was stopped with a savepoint

  @issue-4134 @on-mysql @on-mariadb
  Scenario: On 2.1.5 with MySQL or MariaDB a start without a path goes on where the job was stopped
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When a caller written for 2.1.5 cancels the application with a savepoint in the usual folder
    Then the job ends with a savepoint that StreamPark keeps
    When a caller written for 2.1.5 starts the application from its latest savepoint
    Then the job goes on counting where it was stopped

  Scenario Outline: On <release> a savepoint that is not there is answered "success", and the job fails
    Given StreamPark <release> as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application with the fields <fields>
    Then the job fails for want of that savepoint

    Examples:
      | release | fields                                                       |
      | 2.1.4   | savePointed=true&savePoint=file:///nowhere/sp                |
      | 2.1.5   | restoreFromSavepoint=true&savepointPath=file:///nowhere/sp   |

  Scenario Outline: On <release> a job that is drained writes a savepoint, by <fields>
    Given StreamPark <release> as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler cancels the application with the fields <fields>
    Then the job is drained and ends with a savepoint

    Examples:
      | release | fields                           |
      | 2.1.4   | savePointed=true&drain=true      |
      | 2.1.5   | triggerSavepoint=true&drain=true |
      | 2.1.5   | drain=true                       |

  Scenario: On 2.1.4 a cancel with a savepoint cancels nothing where no directory for savepoints is known
    Given StreamPark 2.1.4 beside a Flink without a savepoint directory
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler cancels the application with the fields savePointed=true
    Then the job runs on although its cancel is answered "success"

  @known-issue-cancel-without-folder
  Scenario: On 2.1.5 a cancel that is answered with an error leaves the application as it was
    The error is that no directory for savepoints is known.
    Given StreamPark 2.1.5 beside a Flink without a savepoint directory
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler cancels the application with the fields triggerSavepoint=true
    Then the call is answered with an error
