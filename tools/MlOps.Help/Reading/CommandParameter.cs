using System.Management.Automation;
using MlOps.Help.Model;

namespace MlOps.Help.Reading;

/// <summary>A parameter as the code declares it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Help">What the help says about it.</param>
/// <param name="Attributes">How it is given, once a parameter set.</param>
internal sealed record CommandParameter(Type Type, ParameterHelp Help, IReadOnlyList<ParameterAttribute> Attributes);
