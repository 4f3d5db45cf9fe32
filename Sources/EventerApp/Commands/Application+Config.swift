extension Application {
    /// `eventer config`: what holds, or an example.
    ///
    /// - Parameters:
    ///   - look: What the flags say.
    ///   - isExample: Whether the example is asked for.
    /// - Returns: Lines of YAML, without the last newline.
    /// - Throws: ``AppError`` with all that is wrong.
    package func config(_ look: LookSettings, isExample: Bool) throws(AppError) -> String {
        guard !isExample else { return ConfigurationText.example }
        let (configuration, file) = try configuration(look)
        return ConfigurationText.effective(configuration, file: file?.path)
    }

    /// The preferences of the viewer.
    ///
    /// Lines are for programs: what they look like does not depend on a file, but their flags are checked.
    func look(_ view: ViewSettings) throws(AppError) -> EffectiveConfiguration {
        var look = view.look
        if view.writesLines(process), look.configuration == nil { look.configuration = "none" }
        return try configuration(look).0
    }

    /// The preferences, and the file that they came from.
    func configuration(_ look: LookSettings) throws(AppError) -> (EffectiveConfiguration, ConfigurationFile?) {
        do throws(ConfigurationError) {
            let choice = configurationChoice(look)
            let file = try ConfigurationFile.read(choice, process)
            let configuration = try EffectiveConfiguration(
                flags: look.flags,
                view: look.view,
                environment: process.environment,
                file: file
            )
            return (configuration, file)
        } catch {
            throw AppError(error)
        }
    }

    /// Which configuration file the flags and the environment name.
    func configurationChoice(_ look: LookSettings) -> ConfigurationFile.Choice {
        .init(flag: look.configuration, environment: process.environment)
    }
}
