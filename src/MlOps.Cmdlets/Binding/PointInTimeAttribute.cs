using System.Management.Automation;

namespace MlOps.Cmdlets.Binding;

/// <summary>Lets a parameter take a point in time as a date, or as a duration that counts back from now.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PointInTimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (!Durations.TryRead(inputData, out var ago))
        {
            return inputData;
        }

        try
        {
            return DateTimeOffset.Now - ago;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ArgumentTransformationMetadataException($"{ago} ago is before the calendar begins.");
        }
    }
}
