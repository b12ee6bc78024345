@issue-3933 @cause
Feature: Upstream 3933: the three suspected causes, told apart

  The report and the articles about it suspect a token cache that differs from
  the database, a hidden expiry, and Shiro's sessions. Each suspicion says what
  would have to happen; here it is tried.

  @restart
  Scenario: Not a cache: a restart would have emptied it, and changes nothing
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When the server is restarted
    And the scheduler starts the application
    Then the application starts
    When the scheduler starts the application 2h01m after the token was made
    Then the call is answered 401, because the token has expired
    When the server is restarted
    And the scheduler starts the application
    Then the call is answered 401, because the token has expired
    And the token's row has not changed since it was made

  Scenario: Not a cache: what is changed in the database acts at once
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    When somebody sets the row's status to 0 in the database
    And the scheduler starts the application
    Then the call is answered 401, because the token is disabled
    When somebody sets the row's status to 1 in the database
    And the scheduler starts the application
    Then the application starts

  Scenario: Not the sessions: the owner signs out, and an API token does not care
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the token's owner signs in on the web page and out again
    And the scheduler starts the application
    Then the application starts

  Scenario: The expiry inside the token does it, and leaves no line in the log
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 1h59m after the token was made
    Then the application starts
    When the scheduler starts the application 2h01m after the token was made
    Then the call is answered 401, because the token has expired
    And the server has not logged "This subject is anonymous" for that call

  Scenario: The token lives to the end of the session TTL, and no longer
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 1h59m40s after the token was made
    Then the application starts
    When the scheduler starts the application 2h00m05s after the token was made
    Then the call is answered 401, because the token has expired

  Scenario: The log line of the report belongs to a sign-in token without its session
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /flink/app/start with its owner's sign-in token and no cookie
    Then the call is answered 401, because a sign-in token needs its web session
    And the server has logged "This subject is anonymous" for that call

  Scenario: Not the sessions: an API token outlives an idle web session, a sign-in does not
    Given StreamPark 2.1.4 with this in config.yaml:
      """
      server.servlet.session.timeout: 6s
      """
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and its cookie
    Then the application starts
    When 9s pass on the wall clock without a call
    And the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because a sign-in token needs its web session
    And the server has logged "This subject is anonymous" for that call
    When the scheduler starts the application
    Then the application starts
