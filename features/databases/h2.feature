@database @on-h2
Feature: H2, the database that StreamPark brings itself

  Who names no database in conf/config.yaml runs on H2, inside StreamPark. Up to 2.1.4
  it is in memory, and a restart leaves nothing of it; from 2.1.5 on it is a file.

  @own-server @restart
  Scenario: On 2.1.4 a restart loses every token, and its owner
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When the server is restarted
    And an application that can be started
    And the scheduler starts the application
    Then the call is answered 401, because its owner does not exist
    And the token's owner is not let in

  @own-server @restart
  Scenario: On 2.1.5 a restart loses nothing
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the server is restarted
    And the scheduler starts the application
    Then the application starts
    And the token's row has not changed since it was made
    And the token's owner is let in
