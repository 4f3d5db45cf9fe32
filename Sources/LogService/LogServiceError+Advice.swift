extension LogServiceError {
    /// What a person can do about it; the same words in the check, on the screen and in the log.
    package var advice: String {
        switch code {
        case "NoAccessKey": return "`eventer check` tells where the key should come from, and why it does not"
        case "IndexInfoInvalid": return "add the fields to the logstore's index in the console"
        case "LogStoreInfoInvalid": return "is the name in logStore= of 2 to 63 small letters, digits, `-` and `_`?"
        case "ProjectQuotaExceed": return "the project has all the logstores that it may; name one of them in logStore="
        case "MethodNotAllowed": return "is the endpoint that of Log Service, and no proxy in between?"
        default: break
        }
        return adviceByKind
    }

    private var adviceByKind: String {
        switch kind {
        case .network: "is the endpoint right, and is there a way to it from here?"
        case .server: "Log Service has trouble of its own; nothing is to be done here"
        case .throttled where code.hasPrefix("Shard"):
            "a shard takes no more; split it, or let the logstore split by itself"
        case .throttled: "a quota of the project is used up; raise it, or send less with --forward-filter"
        case .credentials where code == "SignatureNotMatch": "the secret is not the one of this access key"
        case .credentials where code.hasPrefix("SecurityToken"): "the temporary key has expired; get a new one"
        case .credentials where message.lowercased().contains("denied by sts or ram"):
            "the key may not write here; grant it log:PostLogStoreLogs on the logstore"
        case .credentials: "is the access key right and enabled, and does it belong to the project's account?"
        case .notFound where code.hasPrefix("Project"): "is project= right, and is the project in this region?"
        case .notFound where code.contains("Shard"): "the logstore has no shard to write to; look at it in the console"
        case .notFound: "is logStore= right? if so, `eventer init` creates the logstore"
        case .forbidden: "is the project closed, as for unpaid bills?"
        case .clock: "set this machine's clock: it is wrong by more than 15 minutes"
        case .tooLarge, .logTime, .invalidData: "`eventer dead list` shows what was refused for good"
        case .client: "does a proxy in between change what is sent?"
        case .unknown:
            "held for up to ten minutes; then the records that are refused are set aside, see `eventer dead list`"
        }
    }
}
