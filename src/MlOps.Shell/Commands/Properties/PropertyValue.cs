namespace MlOps.Shell.Commands.Properties;

/// <summary>A property's value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Exists">Whether the object has it at all.</param>
internal readonly record struct PropertyValue(string Name, object? Value, bool Exists);
