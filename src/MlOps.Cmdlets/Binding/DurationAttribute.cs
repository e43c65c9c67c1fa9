using System.Management.Automation;

namespace MlOps.Cmdlets.Binding;

/// <summary>Lets a parameter take a duration as people write it. By PowerShell's own conversion, 60 would be sixty ten-millionths of a second.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether no time at all makes sense.</summary>
    public bool AllowZero { get; set; }

    /// <summary>The longest that makes sense, in days.</summary>
    public int MaxDays { get; set; } = 3650;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (!Durations.TryRead(inputData, out var duration))
        {
            return Durations.IsMeant(inputData)
                ? throw new ArgumentTransformationMetadataException($"'{inputData}' is not a duration. Give seconds, or '90m', '2h', '1d', '01:30:00'; outside a command line in quotes.")
                : inputData;
        }

        var fits = duration <= TimeSpan.FromDays(MaxDays) && (duration > TimeSpan.Zero || (AllowZero && duration == TimeSpan.Zero));
        return fits
            ? duration
            : throw new ArgumentTransformationMetadataException($"The duration {duration} cannot be used: it has to be {(AllowZero ? "0 or more" : "more than 0")}, and {MaxDays} days at most.");
    }
}
