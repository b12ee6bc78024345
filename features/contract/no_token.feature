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

  Scenario Outline: Nobody gets in with something that looks like a token: <what>
    When the scheduler starts the application with <what>
    Then the call is not authenticated

    Examples:
      | what                                      |
      | a token that no row holds                 |
      | a sign-in that another user signed        |
      | a sign-in that says it needs no signature |

  Scenario Outline: A header that is not the token: <what>
    When the scheduler starts the application with <what>
    Then the call is not authenticated

    Examples:
      | what                                      |
      | no token                                  |
      | garbage                                   |
      | half of the token                         |
      | one character of the token changed        |
      | one character behind the token            |
      | "Bearer " in front of the token           |
      | "bearer " in front of the token           |
      | "Basic " in front of the token            |
      | the token in quotes                       |
      | the token in headers of other names       |
      | the token in cookies                      |
      | the token as a query parameter            |
      | the token as a field of the form          |
      | an empty header                           |
      | the cookie of a web session alone         |
      | garbage and the cookie of a web session   |
      | a token that says it needs no signature   |

  Scenario Outline: Nobody gets around the check by <way>
    When somebody without a token asks for the start by <way>
    Then the call is not authenticated

    Examples:
      | way                                    |
      | GET                                    |
      | HEAD                                   |
      | PUT                                    |
      | DELETE                                 |
      | PATCH                                  |
      | a slash behind the address             |
      | a second slash in front of the address |
      | capital letters                        |
      | an ending behind the address           |
      | a dot in the address                   |
      | a way up in the address                |
      | an encoded letter of the address       |
      | a space behind the address             |

  Scenario Outline: StreamPark takes no address with <what>, whoever asks
    When somebody without a token asks for the start by <what>
    Then the call is answered with an error

    Examples:
      | what                                |
      | a parameter of the address          |
      | a parameter in front of the address |

  Scenario Outline: Nobody gets in at <address> without a token
    When somebody without a token calls <address>
    Then the call is not authenticated

    Examples:
      | address                  |
      | /flink/app/list          |
      | /flink/app/cancel        |
      | /openapi/app/cancel      |
      | /token/create            |
      | /token/list              |
      | /token/toggle            |
      | /user/list               |
      | /user/post               |
      | /member/post             |
      | DELETE /token/delete     |
      | PUT /user/password       |
      | PUT /user/password/reset |

  Scenario Outline: Nobody gets in at the old address either: <what>
    When the scheduler calls /flink/app/start with <what>
    Then the call is not authenticated

    Examples:
      | what                           |
      | no token                       |
      | garbage                        |
      | the token as a query parameter |
