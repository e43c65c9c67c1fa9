using System.Collections;
using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Describes the values that a hyperparameter may have in a search.</summary>
/// <remarks>
/// <para>What it returns is for the table of Start-MlTuning -SearchSpace, where each hyperparameter has its range under its name. A list of values needs no range: loss = 'l2', 'smooth_l1' will do. -Choice is for a list that has a -When.</para>
/// <para>A range has floating-point numbers, both ends among them. -Integer makes them whole numbers; that the ends are whole numbers does not. -Log spreads them evenly over the logarithm, as is usual for a learning rate: as many between 0.001 and 0.01 as between 0.01 and 0.1. -ReverseLog does that with the distance from one, for values such as 0.9, 0.99 and 0.999. -Step leaves out what is not that far apart.</para>
/// <para>-When says which other hyperparameters of the space have to have which values for this one to apply: a value, a list of values, or a range of numbers. Where it does not apply, the training code is not given it. Several conditions have to hold all, and what a hyperparameter depends on may itself depend on another.</para>
/// <para>The space is checked as a whole by Start-MlTuning, which names every hyperparameter that something is wrong with.</para>
/// </remarks>
/// <example>
/// <title>Describe a search space</title>
/// <code>$space = @{ lr = New-MlRange 1e-5 1e-1 -Log; depth = New-MlRange 2 8 -Integer; loss = 'l2', 'smooth_l1' }</code>
/// <para>Searches learning rates over four powers of ten, depths from 2 to 8, and two losses.</para>
/// </example>
/// <example>
/// <title>Search a hyperparameter only where it means something</title>
/// <code>$space = @{ loss = 'l2', 'smooth_l1'; alpha = New-MlRange 0.1 2 -When @{ loss = 'smooth_l1' } }</code>
/// <para>A trial with the loss l2 has no alpha.</para>
/// </example>
/// <example>
/// <title>Depend on several values, and on a range</title>
/// <code>$space = @{
///     optimizer = 'sgd', 'adam', 'adamw'
///     depth = New-MlRange 2 50 -Integer -Log
///     decay = New-MlRange 1e-6 1e-2 -Log -When @{ optimizer = 'sgd', 'adamw' }
///     dropout = New-MlRange -Choice 0.1, 0.3, 0.5 -When @{ depth = New-MlRange 10 50 }
/// }</code>
/// <para>Searches decay with two of the optimizers, and dropout with depths from 10 on.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "MlRange", DefaultParameterSetName = RangeSet)]
[OutputType(typeof(MlRange))]
public sealed class NewMlRangeCommand : AsyncCmdlet
{
    private const string RangeSet = "Range";
    private const string ChoiceSet = "Choice";

    /// <summary>The smallest value.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RangeSet)]
    public double Low { get; set; }

    /// <summary>The largest value.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = RangeSet)]
    public double High { get; set; }

    /// <summary>Whole numbers only.</summary>
    [Parameter(ParameterSetName = RangeSet)]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "It is what a person calls them.")]
    public SwitchParameter Integer { get; set; }

    /// <summary>Spreads the values evenly over the logarithm. The range has to be above zero.</summary>
    [Parameter(ParameterSetName = RangeSet)]
    public SwitchParameter Log { get; set; }

    /// <summary>Spreads the values evenly over the logarithm of the distance from one. The range has to be from zero on and below one.</summary>
    [Parameter(ParameterSetName = RangeSet)]
    public SwitchParameter ReverseLog { get; set; }

    /// <summary>The distance between two values, counted from the smallest.</summary>
    [Parameter(ParameterSetName = RangeSet)]
    public double? Step { get; set; }

    /// <summary>The values to choose from: numbers, texts, $true, $false, $null. The order means nothing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChoiceSet)]
    [AllowNull]
    [AllowEmptyString]
    public object?[]? Choice { get; set; }

    /// <summary>When the hyperparameter applies: a table of names of other hyperparameters, each with the value that it has to have, a list of values, or a New-MlRange that its value has to be in.</summary>
    [Parameter]
    public IDictionary? When { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Log && ReverseLog)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, "-Log and -ReverseLog are two ways to spread the values of one range.", "Leave one of them out.", "ReverseLog");
        }

        WriteObject(new MlRange
        {
            Low = Low,
            High = High,
            IsInteger = Integer,
            Scale = Log ? MlRangeScale.Log : ReverseLog ? MlRangeScale.ReverseLog : MlRangeScale.Linear,
            Step = Step,

            // An array, which PowerShell can take an element of.
            Choices = ParameterSetName == ChoiceSet ? (Choice ?? [null]).Select(PlainValue.Of).ToArray() : [],
            When = Table.OfValues(When),
        });
        return Task.CompletedTask;
    }
}
