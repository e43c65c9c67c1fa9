using System.ComponentModel;
using MlOps.Providers.Local;
using MlOps.Providers.SageMaker;
using MlOps.Providers.Studies;
using MlOps.Providers.Vertex;

namespace MlOps.Providers;

/// <summary>The providers of this installation. The cmdlets find it by name: it is loaded in a context of its own.</summary>
public sealed class ProviderCatalog : IProviderCatalog
{
    /// <inheritdoc/>
    public IReadOnlyList<ContextSetting> Settings { get; } = [.. SageMakerSettings.All, .. VertexSettings.All];

    /// <inheritdoc/>
    public IReadOnlyList<IProvider> Create(MlContext context, IUserPrompt prompt) => [new SageMakerProvider(context, prompt), new VertexProvider(context), new LocalProvider(MlHome.Path)];

    /// <inheritdoc/>
    public void RunStudy(string studyFolder)
    {
        try
        {
            StudyProgram.Start(studyFolder);
        }
        catch (Win32Exception e)
        {
            throw new MlOpsException(ErrorCode.ProviderError, $"The system did not start the process that runs the study: {e.Message}.", $"Resume-MlTuning {Path.GetFileName(studyFolder)} tries again.", studyFolder, e);
        }
    }
}
