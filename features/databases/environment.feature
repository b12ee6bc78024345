@database
Feature: The variables of upstream's compose file that no code reads

  Upstream's docker-compose.yaml sets DATASOURCE_DIALECT and offers DATASOURCE_URL,
  DATASOURCE_USERNAME and DATASOURCE_PASSWORD in comments. No release reads them: what
  counts is conf/config.yaml, and as shipped that says H2. Who relies on them runs on H2
  without a word about it: up to 2.1.4 all tokens are gone after a restart. Here they
  name a database that is not there, and the server uses the one of its config.yaml.

  @known-issue-4322
  Scenario: DATASOURCE variables change nothing
    Given StreamPark with this in its environment:
      """
      DATASOURCE_DIALECT: h2
      DATASOURCE_URL: jdbc:nothing://nowhere/none
      DATASOURCE_USERNAME: nobody
      DATASOURCE_PASSWORD: nothing
      """
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    And the token's row has not changed since it was made

  @on-h2 @known-issue-4322
  Scenario: A server that is told by them to use PostgreSQL is on H2

    There is no PostgreSQL, and the rows are seen in H2: a server that read the
    variables would not come up.

    Given StreamPark with this in its environment:
      """
      DATASOURCE_DIALECT: pgsql
      DATASOURCE_URL: jdbc:postgresql://nowhere:5432/streampark
      DATASOURCE_USERNAME: streampark
      DATASOURCE_PASSWORD: streampark
      """
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    And the token's row has not changed since it was made
