@issue-3933
Feature: Upstream 3933: an API token answers 401 some hours after it was made

  A scheduler starts Flink jobs through StreamPark's REST API with a token from
  the token page. On 2.1.4 that works at first; hours later the same call is
  answered 401, although nobody touched the token's row in t_access_token.

  The token carries an expiry nobody sees: the instant it was made plus
  server.session.ttl, which is meant for web sessions (shipped value: 2h).
  2.1.5 makes tokens that never expire. It also closes /flink/app/start to API
  tokens and renames the fields about state, which a white list does not undo.

  Scenario: On 2.1.4 the token dies with the session TTL, and its row does not show it
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /flink/app/start at once
    Then the application starts
    When the scheduler calls /flink/app/start 1h59m after the token was made
    Then the application starts
    When the scheduler calls /flink/app/start 2h01m after the token was made
    Then the call fails as in known issue 3933: 401, because the token has expired
    And the token's row has not changed since it was made
    And the token says that it expires 2h after it was made

  Scenario: On 2.1.5 the token outlives the session, but the address has moved
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /openapi/app/start at once
    Then the application starts
    When the scheduler calls /flink/app/start at once
    Then the endpoint is closed to API tokens
    When the scheduler calls /openapi/app/start 2h01m after the token was made
    Then the application starts
    When the scheduler calls /flink/app/start 2h01m after the token was made
    Then the endpoint is closed to API tokens
    And the token's row has not changed since it was made
    And the token says that it never expires

  Scenario Outline: On 2.1.5 the token still works <later> after it was made
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /openapi/app/start <later> after the token was made
    Then the application starts
    When the scheduler calls /flink/app/start <later> after the token was made
    Then the endpoint is closed to API tokens
    And the token's row has not changed since it was made

    Examples:
      | later    |
      | 25h      |
      | 400 days |

  @white-list
  Scenario: On 2.1.5 a white list opens the old address again
    Given StreamPark 2.1.5 with this in config.yaml:
      """
      streampark.openapi.white-list: /flink/app/start
      """
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /flink/app/start at once
    Then the application starts
    When the scheduler calls /flink/app/start 2h01m after the token was made
    Then the application starts

  @white-list
  Scenario: On 2.1.5 the white list opens that address to tokens that are good, and nothing else
    Given StreamPark 2.1.5 with this in config.yaml:
      """
      streampark.openapi.white-list: /flink/app/start
      """
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /openapi/app/start
    Then the application starts
    And the token opens no other page than the catalogue says
    When the scheduler calls /flink/app/start with no token
    Then the call is answered 401, because no token was sent
    When the token is deleted on the token page
    And the scheduler calls /flink/app/start
    Then the call is answered 401, because the token was deleted

  @white-list
  Scenario Outline: On 2.1.5 the white list still works <later> after the token was made
    Given StreamPark 2.1.5 with this in config.yaml:
      """
      streampark.openapi.white-list: /flink/app/start
      """
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /flink/app/start <later> after the token was made
    Then the application starts

    Examples:
      | later    |
      | 25h      |
      | 400 days |
