namespace MlOps;

/// <summary>How a training process is called where a provider starts the image's own entrypoint and gives it nothing but hyperparameters in a file: what that entrypoint needs beside the file.</summary>
/// <param name="Command">The program and its leading arguments; empty for the entrypoint's own.</param>
/// <param name="Arguments">The arguments after the hyperparameters.</param>
/// <param name="Style">How hyperparameters become arguments.</param>
/// <param name="Hyperparameters">The names of the hyperparameters, in the order of their arguments.</param>
/// <param name="Texts">The names of those whose values are texts as they stand, although they look like a switch, a list or nothing.</param>
public sealed record EntrypointCall(
    IReadOnlyList<string> Command, IReadOnlyList<string> Arguments, ArgumentStyle Style, IReadOnlyList<string> Hyperparameters, IReadOnlyList<string> Texts);
