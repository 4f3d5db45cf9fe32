/// What is wrong with a search, in the words of Log Service.
struct SearchError: Error, Equatable {
    var message: String

    var refusal: Refusal { Refusal(400, "ParameterInvalid", message) }
}
