namespace MlOps;

/// <summary>A value from a vendor's own configuration.</summary>
/// <param name="Value">The value.</param>
/// <param name="Source">Where it was read: a file, and the section in it.</param>
public sealed record VendorValue(string Value, string Source);
