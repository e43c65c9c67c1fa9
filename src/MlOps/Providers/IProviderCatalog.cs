namespace MlOps;

/// <summary>The providers of this installation and the settings that they read.</summary>
public interface IProviderCatalog
{
    /// <summary>Every setting that a provider reads, beyond those of MlOps itself.</summary>
    IReadOnlyList<ContextSetting> Settings { get; }

    /// <summary>Makes the providers with the settings that are in force now.</summary>
    /// <param name="context">The settings and where each comes from.</param>
    /// <param name="prompt">Asks the user where a provider has to.</param>
    /// <returns>The providers, in the order in which they are listed.</returns>
    IReadOnlyList<IProvider> Create(MlContext context, IUserPrompt prompt);

    /// <summary>Starts the program that runs a study, detached from this process, and does not wait for it. It ends at once when the study is run already.</summary>
    /// <param name="studyFolder">The study's folder.</param>
    /// <exception cref="MlOpsException">The system did not start it.</exception>
    void RunStudy(string studyFolder);
}
