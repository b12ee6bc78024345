@contract
Feature: An API token opens what it is for, and nothing else

  An API token is for starting and cancelling applications. The catalogue says
  which other pages a release leaves open to it; a page more or less is news.

  @known-issue-users-open-to-tokens @known-issue-4322
  Scenario: An API token opens just the pages the catalogue lists
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
    And the token opens no other page than the catalogue says
    When the scheduler asks for the start by GET
    Then the call is answered with an error

  Scenario: A sign-in starts an application at the web page's own address
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /flink/app/start with its owner's sign-in token and its cookie
    Then the application starts

  @known-issue-permissions-on-postgres @known-issue-users-open-to-members
  Scenario: Whoever is not an administrator makes no tokens and sees nobody's
    Given StreamPark as shipped
    And a scheduler with a new API token of a developer
    And an application that can be started
    When the scheduler calls /token/create with its owner's sign-in token and its cookie
    Then the scheduler may not do that
    When the scheduler calls /token/list with its owner's sign-in token and its cookie
    Then the scheduler may not do that
    When the scheduler calls /user/list with its owner's sign-in token and its cookie
    Then the scheduler may not do that

  @known-issue-2488 @known-issue-4322
  Scenario: An application that is being started is not started again
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that is being started already
    When the scheduler starts the application
    Then the start is refused

  @known-issue-sign-in-outlives-ttl
  Scenario: A sign-in token does not outlive the session TTL
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler signs in
    And the scheduler starts the application with that sign-in and its cookie
    Then the application starts
    When 1h59m have passed since the scheduler signed in
    And the scheduler starts the application with that sign-in and its cookie
    Then the application starts
    When 2h00m10s have passed since the scheduler signed in
    And the scheduler starts the application with that sign-in and its cookie
    Then the call is answered 401, because the token has expired

  @known-issue-4281 @known-issue-4322 @known-issue-permissions-on-postgres
  Scenario: The token of a user who is not an administrator starts an application of its own team
    Given StreamPark as shipped
    And a scheduler with a new API token of a developer
    And an application that can be started
    When the scheduler starts the application
    Then the application starts

  @known-issue-2634 @known-issue-4281 @known-issue-4322 @known-issue-permissions-on-postgres
  Scenario: The token of a user who is not an administrator starts no application of another team
    Given StreamPark as shipped
    And a scheduler with a new API token of a developer
    And an application of another team
    When the scheduler starts the application
    Then the scheduler may not do that
