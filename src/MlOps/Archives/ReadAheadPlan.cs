namespace MlOps;

/// <summary>What a <see cref="ReadAheadStream"/> fetches.</summary>
/// <param name="From">The first byte.</param>
/// <param name="Sure">The byte behind what is needed in any case. That much is fetched ahead.</param>
/// <param name="To">The byte behind what may be needed. What is beyond <paramref name="Sure"/> is fetched when it is asked for.</param>
/// <param name="FirstRange">How many bytes are asked for at first.</param>
/// <param name="LargestRange">How many bytes are asked for at once, at most. Each range is twice as large as the one before until then.</param>
/// <param name="Ahead">How many ranges are fetched ahead of the one that is read.</param>
internal readonly record struct ReadAheadPlan(long From, long Sure, long To, int FirstRange, int LargestRange, int Ahead);
