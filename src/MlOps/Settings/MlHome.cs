namespace MlOps;

/// <summary>The folder in which MlOps keeps what it stores on this machine.</summary>
public static class MlHome
{
    /// <summary>The environment variable that moves the folder.</summary>
    public const string EnvironmentVariable = "MLOPS_HOME";

    /// <summary>The folder's full path: <c>MLOPS_HOME</c>, else <c>mlops</c> in the platform's data folder for the user. It may not exist yet.</summary>
    /// <exception cref="MlOpsException">Neither is known, as in a service without a home folder.</exception>
    public static string Path
    {
        get
        {
            var home = Environment.GetEnvironmentVariable(EnvironmentVariable);
            if (!string.IsNullOrWhiteSpace(home))
            {
                return System.IO.Path.GetFullPath(home);
            }

            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return data.Length > 0
                ? System.IO.Path.Combine(data, "mlops")
                : throw new MlOpsException(
                    ErrorCode.NotConfigured,
                    "There is no folder to keep jobs and settings in: neither MLOPS_HOME nor HOME is set.",
                    "Set MLOPS_HOME to a folder that you can write to.");
        }
    }
}
