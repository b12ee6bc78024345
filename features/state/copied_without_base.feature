@contract @state
Feature: "Copy cURL" of a page without a base gives commands that no curl can run

  The base is the address that the web page is open at, and the page sends it
  along. One that is built for development, or a script that asks with an empty
  base, gets a command without a host, and no error.

  Scenario Outline: The commands of <release>
    Given StreamPark <release> as shipped
    And a scheduler with a new API token
    And an application that can be started
    When a user of the web page copies the curl command for a start from a page without a base
    Then the copied command calls <start>, without a host
    When a user of the web page copies the curl command for a cancel from a page without a base
    Then the copied command calls <cancel>, without a host

    Examples:
      | release | start              | cancel              |
      | 2.1.4   | /flink/app/start   | /flink/app/cancel   |
      | 2.1.5   | /openapi/app/start | /openapi/app/cancel |
