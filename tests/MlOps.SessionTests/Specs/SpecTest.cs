namespace MlOps.SessionTests.Specs;

/// <summary>One <c>It</c> of a spec file.</summary>
/// <param name="File">The full path of the file.</param>
/// <param name="Id">Its place in the file's tree; empty when the file could not be read.</param>
/// <param name="Name">Its name with those of the blocks around it; for a file that could not be read, why.</param>
internal sealed record SpecTest(string File, string Id, string Name);
