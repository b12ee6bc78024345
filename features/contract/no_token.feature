@contract
Feature: What is not the token itself, whole and in its own header, lets nobody in

  None of this needs a token that works, so it is tried on every release, also
  where no token works at all.

  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started

  Scenario: A token that names its owner and is signed by another user
    When the scheduler starts the application with a token that another user signed
    Then the call is not authenticated

  Scenario Outline: A header that is not the token: <what>
    When the scheduler starts the application with <what>
    Then the call is not authenticated

    Examples:
      | what                                      |
      | no token                                  |
      | garbage                                   |
      | half of the token                         |
      | one character of the token changed        |
      | "Bearer " in front of the token           |
      | the token as a query parameter            |
      | the token as a field of the form          |
      | an empty header                           |
      | the cookie of a web session alone         |
      | a token that says it needs no signature   |

  Scenario Outline: Nobody gets around the check by <way>
    When somebody without a token asks for the start by <way>
    Then the call is not authenticated

    Examples:
      | way                                    |
      | GET                                    |
      | PUT                                    |
      | DELETE                                 |
      | PATCH                                  |
      | a slash behind the address             |
      | a second slash in front of the address |
      | capital letters                        |
      | an ending behind the address           |

  Scenario Outline: Nobody gets in at <address> without a token
    When somebody without a token calls <address>
    Then the call is not authenticated

    Examples:
      | address             |
      | /flink/app/cancel   |
      | /openapi/app/cancel |
      | /token/create       |
      | /token/list         |
      | /token/toggle       |
      | /user/list          |
      | /user/post          |

  Scenario Outline: Nobody gets in at the old address either: <what>
    When the scheduler calls /flink/app/start with <what>
    Then the call is not authenticated

    Examples:
      | what                           |
      | no token                       |
      | garbage                        |
      | the token as a query parameter |
