# The words that make up a spec. Reading a spec builds its tree and runs nothing, as in Pester 5: code outside of BeforeAll,
# BeforeEach and It decides which tests there are. Our own variables begin with Spec, because a spec sees those of its callers.

function New-SpecNode([string] $SpecName, [object] $SpecData, [bool] $SpecSkip) {
    @{
        Name = [regex]::Replace($SpecName, '<([\w.]+)>', { param($SpecMatch) Format-SpecValue $SpecMatch.Groups[1].Value $SpecData $SpecMatch.Value })
        Data = $SpecData; Skip = $SpecSkip; Children = [Collections.Generic.List[hashtable]]::new(); Body = $null
        BeforeAll = @(); BeforeEach = @(); AfterEach = @(); AfterAll = @()
    }
}

# What <name>, <_> or <name.property> stands for in the name of a case. What the case does not have stays as it is.
function Format-SpecValue([string] $SpecPath, [object] $SpecData, [string] $SpecFallback) {
    $first, $rest = $SpecPath.Split('.')
    if ($first -eq '_') { $value = $SpecData }
    elseif ($SpecData -is [Collections.IDictionary] -and $SpecData.Contains($first)) { $value = $SpecData[$first] }
    else { return $SpecFallback }
    foreach ($property in $rest) { $value = $value.$property }
    if ($value -is [string]) { $value } else { Format-SpecObject $value }
}

# Dot-sourced: the entries of a case that is a table become variables of the caller's scope.
function Use-SpecData([object] $SpecData) {
    if ($SpecData -is [Collections.IDictionary]) {
        foreach ($SpecKey in $SpecData.Keys) { $ExecutionContext.SessionState.PSVariable.Set([string] $SpecKey, $SpecData[$SpecKey]) }
    }
}

function Describe {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [scriptblock] $Fixture, [object[]] $ForEach, [switch] $Skip, [string[]] $Tag)

    $SpecParent = $SpecNode
    if (-not $PSBoundParameters.ContainsKey('ForEach')) { $ForEach = @($null) }
    foreach ($SpecCase in $ForEach) {
        $SpecNode = New-SpecNode $Name $SpecCase ($Skip -or $SpecParent.Skip)
        $SpecParent.Children.Add($SpecNode)
        & { $_ = $SpecCase; . Use-SpecData $SpecCase; $null = & $Fixture }
    }
}

function Context {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [scriptblock] $Fixture, [object[]] $ForEach, [switch] $Skip, [string[]] $Tag)

    Describe @PSBoundParameters
}

function It {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [scriptblock] $Test, [Alias('TestCases')] [object[]] $ForEach, [switch] $Skip, [string[]] $Tag)

    if (-not $PSBoundParameters.ContainsKey('ForEach')) { $ForEach = @($null) }
    foreach ($SpecCase in $ForEach) {
        $SpecTest = New-SpecNode $Name $SpecCase ($Skip -or $SpecNode.Skip)
        $SpecTest.Body = $Test
        $SpecNode.Children.Add($SpecTest)
    }
}

function BeforeAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { $SpecNode.BeforeAll += $Scriptblock }

function BeforeEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { $SpecNode.BeforeEach += $Scriptblock }

function AfterEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) { $SpecNode.AfterEach += $Scriptblock }

function AfterAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) { $SpecNode.AfterAll += $Scriptblock }

# Reads a spec and returns the root of its tree.
function Read-Spec([string] $SpecFile) {
    $SpecNode = New-SpecNode '' $null $false
    $null = & $SpecFile
    $SpecNode
}

# One JSON object a line, for the side that reports to the test runner.
function Write-SpecLine([string] $SpecOutput, [hashtable] $SpecLine) {
    $table = [Collections.Generic.Dictionary[string, string]]::new()
    foreach ($key in $SpecLine.Keys) { $table[$key] = $SpecLine[$key] }
    [IO.File]::AppendAllText($SpecOutput, [Text.Json.JsonSerializer]::Serialize($table, $table.GetType(), [Text.Json.JsonSerializerOptions]::Default) + "`n")
}
