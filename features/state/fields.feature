@state
Feature: Which fields of a start and a cancel each release reads

  Measured with a real Flink on 2.1.4 and 2.1.5 (docs/measured.md): every one of
  these calls is answered 200 "success". A field that is not read is no error, so
  the table is about what is submitted. The old addresses are open on 2.1.5 only
  when they are on its white list, and there the new names have no effect that
  the server translates for API tokens at its new addresses.

  The values are those of the recordings: a flag is true for 1, yes and on, and by
  a name that is translated for the word true alone; where a name and the field
  that it stands for are both sent, the name counts.

  Scenario Outline: On 2.1.4 a start with <fields>
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When the scheduler starts the application with the fields <fields>
    Then <the job>

    Examples:
      | fields                                                                                                                                      | the job                                   |
      | savePointed=true&savePoint=file:///elsewhere/sp                                                                                             | the job goes on from the given savepoint  |
      | savePointed=true                                                                                                                            | the job goes on from its latest savepoint |
      | restoreFromSavepoint=true&savepointPath=file:///elsewhere/sp                                                                                | the job starts without its state          |
      | restoreFromSavepoint=true                                                                                                                   | the job starts without its state          |
      | restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp                                                                           | the job starts without its state          |
      | restoreOrTriggerSavepoint=true                                                                                                              | the job starts without its state          |
      | savePointed=true&savepointPath=file:///elsewhere/sp                                                                                         | the job goes on from its latest savepoint |
      | restoreFromSavepoint=true&savePoint=file:///elsewhere/sp                                                                                    | the job starts without its state          |
      | savePointed=true&savePoint=file:///elsewhere/sp&restoreFromSavepoint=true&restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp | the job goes on from the given savepoint  |
      | savePointed=1                                                                                                                               | the job goes on from its latest savepoint |
      | savePointed=0                                                                                                                               | the job starts without its state          |

  Scenario Outline: On 2.1.4 a cancel with <fields>
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When the scheduler cancels the application with the fields <fields>
    Then <the job>

    Examples:
      | fields                                                                | the job                                           |
      | savePointed=true                                                      | the job ends with a savepoint in the usual folder |
      | savePointed=true&savePoint=file:///elsewhere/sp                       | the job ends with a savepoint in the given folder |
      | triggerSavepoint=true                                                 | the job ends without a savepoint                  |
      | triggerSavepoint=true&savepointPath=file:///elsewhere/sp              | the job ends without a savepoint                  |
      | restoreOrTriggerSavepoint=true                                        | the job ends without a savepoint                  |
      | restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp     | the job ends without a savepoint                  |
      | savePointed=true&triggerSavepoint=true&restoreOrTriggerSavepoint=true | the job ends with a savepoint in the usual folder |
      | savePointed=true&drain=true                                           | the job ends with a savepoint in the usual folder |
      | savePointed=true&savepointPath=file:///elsewhere/sp                   | the job ends with a savepoint in the usual folder |
      | savePointed=yes                                                       | the job ends with a savepoint in the usual folder |

  Scenario Outline: On 2.1.5 a start with <fields>
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When the scheduler starts the application with the fields <fields>
    Then <the job>

    Examples:
      | fields                                                                                                                                      | the job                                   |
      | savePointed=true&savePoint=file:///elsewhere/sp                                                                                             | the job starts without its state          |
      | savePointed=true                                                                                                                            | the job starts without its state          |
      | restoreFromSavepoint=true&savepointPath=file:///elsewhere/sp                                                                                | the job goes on from the given savepoint  |
      | restoreFromSavepoint=true                                                                                                                   | the job goes on from its latest savepoint |
      | restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp                                                                           | the job goes on from the given savepoint  |
      | restoreOrTriggerSavepoint=true                                                                                                              | the job goes on from its latest savepoint |
      | savePointed=true&savepointPath=file:///elsewhere/sp                                                                                         | the job starts without its state          |
      | restoreFromSavepoint=true&savePoint=file:///elsewhere/sp                                                                                    | the job goes on from its latest savepoint |
      | savePointed=true&savePoint=file:///elsewhere/sp&restoreFromSavepoint=true&restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp | the job goes on from the given savepoint  |
      | restoreFromSavepoint=1                                                                                                                      | the job starts without its state          |
      | restoreOrTriggerSavepoint=1                                                                                                                 | the job goes on from its latest savepoint |
      | restoreFromSavepoint=1&restoreOrTriggerSavepoint=1                                                                                          | the job starts without its state          |
      | restoreFromSavepoint=false&restoreOrTriggerSavepoint=true                                                                                   | the job starts without its state          |
      | restoreFromSavepoint=true&restoreOrTriggerSavepoint=false                                                                                   | the job goes on from its latest savepoint |

  Scenario Outline: On 2.1.5 a cancel with <fields>
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When the scheduler cancels the application with the fields <fields>
    Then <the job>

    Examples:
      | fields                                                                | the job                                           |
      | savePointed=true                                                      | the job ends without a savepoint                  |
      | savePointed=true&savePoint=file:///elsewhere/sp                       | the job ends without a savepoint                  |
      | triggerSavepoint=true                                                 | the job ends with a savepoint in the usual folder |
      | triggerSavepoint=true&savepointPath=file:///elsewhere/sp              | the job ends with a savepoint in the given folder |
      | restoreOrTriggerSavepoint=true                                        | the job ends with a savepoint in the usual folder |
      | restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp     | the job ends with a savepoint in the given folder |
      | savePointed=true&triggerSavepoint=true&restoreOrTriggerSavepoint=true | the job ends with a savepoint in the usual folder |
      | savePointed=true&drain=true                                           | the job ends with a savepoint in the usual folder |
      | savePointed=true&savepointPath=file:///elsewhere/sp                   | the job ends without a savepoint                  |
      | triggerSavepoint=yes                                                  | the job ends without a savepoint                  |
      | restoreOrTriggerSavepoint=yes                                         | the job ends with a savepoint in the usual folder |
      | triggerSavepoint=&restoreOrTriggerSavepoint=true                      | the job ends without a savepoint                  |

  Scenario Outline: On 2.1.5 at the old, white-listed address a start with <fields>
    Given StreamPark 2.1.5 with this in config.yaml:
      """
      streampark.openapi.white-list: /flink/app/start,/flink/app/cancel
      """
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When the scheduler starts the application at /flink/app/start with the fields <fields>
    Then <the job>

    Examples:
      | fields                                                                                                                                      | the job                                   |
      | savePointed=true&savePoint=file:///elsewhere/sp                                                                                             | the job starts without its state          |
      | savePointed=true                                                                                                                            | the job starts without its state          |
      | restoreFromSavepoint=true&savepointPath=file:///elsewhere/sp                                                                                | the job starts without its state          |
      | restoreFromSavepoint=true                                                                                                                   | the job starts without its state          |
      | restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp                                                                           | the job goes on from the given savepoint  |
      | restoreOrTriggerSavepoint=true                                                                                                              | the job goes on from its latest savepoint |
      | savePointed=true&savepointPath=file:///elsewhere/sp                                                                                         | the job starts without its state          |
      | restoreFromSavepoint=true&savePoint=file:///elsewhere/sp                                                                                    | the job starts without its state          |
      | savePointed=true&savePoint=file:///elsewhere/sp&restoreFromSavepoint=true&restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp | the job goes on from the given savepoint  |
      | restoreOrTriggerSavepoint=1                                                                                                                 | the job goes on from its latest savepoint |

  Scenario Outline: On 2.1.5 at the old, white-listed address a cancel with <fields>
    Given StreamPark 2.1.5 with this in config.yaml:
      """
      streampark.openapi.white-list: /flink/app/start,/flink/app/cancel
      """
    And a scheduler with a new API token
    And an application that can be started
    And the application has a savepoint
    When the scheduler cancels the application at /flink/app/cancel with the fields <fields>
    Then <the job>

    Examples:
      | fields                                                                | the job                                           |
      | savePointed=true                                                      | the job ends without a savepoint                  |
      | savePointed=true&savePoint=file:///elsewhere/sp                       | the job ends without a savepoint                  |
      | triggerSavepoint=true                                                 | the job ends without a savepoint                  |
      | triggerSavepoint=true&savepointPath=file:///elsewhere/sp              | the job ends without a savepoint                  |
      | restoreOrTriggerSavepoint=true                                        | the job ends with a savepoint in the usual folder |
      | restoreOrTriggerSavepoint=true&savepointPath=file:///elsewhere/sp     | the job ends with a savepoint in the given folder |
      | savePointed=true&triggerSavepoint=true&restoreOrTriggerSavepoint=true | the job ends with a savepoint in the usual folder |
      | savePointed=true&drain=true                                           | the job ends with a savepoint in the usual folder |
      | savePointed=true&savepointPath=file:///elsewhere/sp                   | the job ends without a savepoint                  |
