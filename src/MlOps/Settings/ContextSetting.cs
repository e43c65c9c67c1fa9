namespace MlOps;

/// <summary>A setting that has a default place: a region, a role, a bucket.</summary>
/// <param name="Name">Its name, which is also the parameter of <c>Set-MlContext</c>: <c>SageMakerRegion</c>.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="EnvironmentVariables">The environment variables that give it, the first that is set wins.</param>
/// <param name="ReadVendorConfiguration">Reads it from the vendor's own configuration files: the value and the file it came from; <see langword="null"/> when they do not say. It is handed the context for what one setting needs of another (a region is read for a profile). It throws an <see cref="MlOpsException"/> that names the file when one cannot be read.</param>
/// <param name="Default">The value when nothing says otherwise; <see langword="null"/> for none.</param>
/// <param name="Shape">What its values look like; <see langword="null"/> when any text will do.</param>
public sealed record ContextSetting(
    string Name,
    string Description,
    IReadOnlyList<string> EnvironmentVariables,
    Func<MlContext, VendorValue?>? ReadVendorConfiguration = null,
    string? Default = null,
    ValueShape? Shape = null)
{
    /// <summary>Says what is wrong with a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>One sentence without the place that the value comes from; empty when the value is good.</returns>
    public string FindProblem(string value) =>
        Shape is null || Shape.Matches(value) ? "" : $"'{value}' is no value for {Name}: {Shape.Description} is expected.";
}
