namespace MlOps;

/// <summary>
/// The entrypoint for images whose trials a provider itself starts and gives nothing but hyperparameters in a file: a POSIX shell script that makes the training contract's arguments of the file and of
/// what <see cref="EntrypointContract"/> has put into the environment, and becomes the training program.
/// </summary>
public static class EntrypointScript
{
    /// <summary>The name that SageMaker's tuning starts it by.</summary>
    public const string FileName = "train";

    /// <summary>Its content.</summary>
    /// <returns>The bytes of the file.</returns>
    public static byte[] Read()
    {
        using var resource = typeof(EntrypointScript).Assembly.GetManifestResourceStream(FileName)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
