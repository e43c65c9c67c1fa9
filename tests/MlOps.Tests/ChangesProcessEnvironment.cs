[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace MlOps.Tests;

/// <summary>Tests that change what every test in this process sees, such as PATH: they run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChangesProcessEnvironment
{
    public const string Name = "changes the process environment";
}
