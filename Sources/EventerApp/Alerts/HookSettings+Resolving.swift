import Basics

extension NotifySettings {
    /// With the variables of the environment in place, and what is in files looked at once.
    ///
    /// - Throws: ``PreferenceFaults`` for all that cannot work.
    func resolved(in environment: [String: String]) throws(PreferenceFaults) -> NotifySettings {
        var settings = NotifySettings()
        var faults: [PreferenceFaults.Fault] = []
        for hook in hooks {
            do throws(PreferenceFaults) {
                settings.hooks.append(try hook.resolved(in: environment))
            } catch {
                faults += error.faults.map { .init(message: "\(hook.name): \($0.message)", place: $0.place) }
            }
        }
        guard faults.isEmpty else { throw PreferenceFaults(faults) }
        return settings
    }
}

extension HookSettings {
    fileprivate func resolved(in environment: [String: String]) throws(PreferenceFaults) -> HookSettings {
        var hook = self
        if case .webhook(let url) = target {
            let url = try url.resolved(in: environment)
            guard WebhookURL(try url.checked()) != nil else {
                throw PreferenceFaults("the URL is no http or https URL", at: url.place)
            }
            hook.target = .webhook(url)
        }
        hook.headers = try headers.resolved(in: environment)
        if case .dingtalk(let secret?) = template {
            let secret = try secret.resolved(in: environment)
            _ = try secret.checked()
            hook.template = .dingtalk(secret)
        }
        return hook
    }
}

extension HookSettings.Headers {
    fileprivate func resolved(in environment: [String: String]) throws(PreferenceFaults) -> Self {
        let resolved: Self
        let place: PreferenceValue.Place?
        switch self {
        case .written(let headers):
            var lines: [HookSettings.Header] = []
            for header in headers {
                lines.append(.init(name: header.name, value: try header.value.resolved(in: environment)))
            }
            resolved = .written(lines)
            place = headers.first?.value.place
        case .file(let file):
            resolved = self
            place = file.place
        }
        do throws(HookProblem) {
            _ = try resolved.read()
        } catch {
            throw PreferenceFaults(error.text, at: place)
        }
        return resolved
    }
}

extension SecretSource {
    fileprivate func checked() throws(PreferenceFaults) -> Secret {
        do throws(HookProblem) {
            return try read()
        } catch {
            throw PreferenceFaults(error.text, at: place)
        }
    }
}

extension HookSettings {
    /// As people see it: `pager: /bin/page`, `webhook: https://hooks.example.org/…`.
    var title: String {
        switch target {
        case .command(let words): name + ": " + (words.first ?? "")
        case .webhook(let url): name + ": " + ((try? url.read()).flatMap { WebhookURL($0)?.title } ?? "a URL")
        }
    }
}
