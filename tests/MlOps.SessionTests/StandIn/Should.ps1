# The assertions of Pester 5 that specs may use, with Pester's meaning: Be, BeNullOrEmpty, Contain and HaveCount take what comes
# down the pipeline as one collection, the others look at each object of it.

function Format-SpecObject([object] $SpecValue) {
    if ($null -eq $SpecValue) { '$null' }
    elseif ($SpecValue -is [string]) { "'$SpecValue'" }
    elseif ($SpecValue -is [scriptblock]) { "{$SpecValue}" }
    elseif ($SpecValue -is [Collections.IDictionary] -or $SpecValue -isnot [Collections.IEnumerable]) { [string]::Format([cultureinfo]::InvariantCulture, '{0}', $SpecValue) }
    else { "@($(@(foreach ($item in $SpecValue) { Format-SpecObject $item }) -join ', '))" }
}

function Test-SpecEqual([object] $Actual, [object] $Expected, [bool] $Exactly) {
    if ($Expected -is [array] -or $Actual -is [array]) {
        $Actual = @($Actual)
        $Expected = @($Expected)
        if ($Actual.Count -ne $Expected.Count) { return $false }
        for ($index = 0; $index -lt $Actual.Count; $index++) {
            if (-not (Test-SpecEqual $Actual[$index] $Expected[$index] $Exactly)) { return $false }
        }

        return $true
    }

    [bool] $(if ($Exactly) { $Expected -ceq $Actual } else { $Expected -eq $Actual })
}

# Runs a script that has to throw, and says what is wrong with what it threw; nothing when it is as expected.
function Test-SpecThrow([scriptblock] $SpecScript, [string] $SpecMessage, [string] $SpecErrorId, [type] $SpecType, [ref] $SpecThrown) {
    try {
        $null = & $SpecScript
        return 'nothing was thrown'
    }
    catch {
        $SpecThrown.Value = $_
        if ($SpecMessage -and $_.Exception.Message -notlike $SpecMessage) { "the message was '$($_.Exception.Message)', not like '$SpecMessage'" }
        if ($SpecErrorId -and $_.FullyQualifiedErrorId -notlike $SpecErrorId) { "the error id was '$($_.FullyQualifiedErrorId)', not like '$SpecErrorId'" }
        if ($SpecType -and $_.Exception -isnot $SpecType) { "the exception was a $($_.Exception.GetType()), no $SpecType" }
    }
}

function Should {
    [CmdletBinding(DefaultParameterSetName = 'Be')]
    param(
        [Parameter(ValueFromPipeline)] [AllowNull()] [object] $ActualValue,
        [Parameter(Position = 0)] [Alias('ExpectedType', 'RegularExpression', 'ExpectedMessage')] [object] $ExpectedValue,
        [switch] $Not,
        [string] $Because,
        [Parameter(ParameterSetName = 'Be', Mandatory)] [switch] $Be,
        [Parameter(ParameterSetName = 'BeExactly', Mandatory)] [switch] $BeExactly,
        [Parameter(ParameterSetName = 'BeLike', Mandatory)] [switch] $BeLike,
        [Parameter(ParameterSetName = 'Match', Mandatory)] [switch] $Match,
        [Parameter(ParameterSetName = 'BeNullOrEmpty', Mandatory)] [switch] $BeNullOrEmpty,
        [Parameter(ParameterSetName = 'BeTrue', Mandatory)] [switch] $BeTrue,
        [Parameter(ParameterSetName = 'BeFalse', Mandatory)] [switch] $BeFalse,
        [Parameter(ParameterSetName = 'BeGreaterThan', Mandatory)] [switch] $BeGreaterThan,
        [Parameter(ParameterSetName = 'BeGreaterOrEqual', Mandatory)] [switch] $BeGreaterOrEqual,
        [Parameter(ParameterSetName = 'BeLessThan', Mandatory)] [switch] $BeLessThan,
        [Parameter(ParameterSetName = 'BeLessOrEqual', Mandatory)] [switch] $BeLessOrEqual,
        [Parameter(ParameterSetName = 'BeIn', Mandatory)] [switch] $BeIn,
        [Parameter(ParameterSetName = 'BeOfType', Mandatory)] [switch] $BeOfType,
        [Parameter(ParameterSetName = 'Contain', Mandatory)] [switch] $Contain,
        [Parameter(ParameterSetName = 'HaveCount', Mandatory)] [switch] $HaveCount,
        [Parameter(ParameterSetName = 'Throw', Mandatory)] [switch] $Throw,
        [Parameter(ParameterSetName = 'Throw')] [string] $ErrorId,
        [Parameter(ParameterSetName = 'Throw')] [type] $ExceptionType,
        [Parameter(ParameterSetName = 'Throw')] [switch] $PassThru
    )

    begin { $SpecInput = [Collections.Generic.List[object]]::new() }

    process { if ($PSBoundParameters.ContainsKey('ActualValue')) { $SpecInput.Add($ActualValue) } }

    end {
        $SpecOperator = $PSCmdlet.ParameterSetName
        $SpecItems = $SpecInput.ToArray()
        if ($SpecItems.Count -lt 2) { $SpecItems = if ($SpecItems.Count) { $SpecItems[0] } else { $null } }
        if ($SpecOperator -in 'Be', 'BeExactly', 'BeNullOrEmpty', 'Contain', 'HaveCount' -or $SpecInput.Count -lt 2) { $SpecActuals = , $SpecItems } else { $SpecActuals = $SpecItems }
        foreach ($SpecActual in $SpecActuals) {
            $SpecReasons = $null
            $SpecThrown = $null
            $SpecHolds = switch ($SpecOperator) {
                Be { Test-SpecEqual $SpecActual $ExpectedValue $false }
                BeExactly { Test-SpecEqual $SpecActual $ExpectedValue $true }
                BeLike { $SpecActual -like $ExpectedValue }
                Match { $SpecActual -match $ExpectedValue }
                BeNullOrEmpty { $null -eq $SpecActual -or ($SpecActual -is [string] -and $SpecActual -eq '') -or ($SpecActual -is [Collections.ICollection] -and $SpecActual.Count -eq 0) }
                BeTrue { [bool] $SpecActual }
                BeFalse { -not $SpecActual }
                BeGreaterThan { $SpecActual -gt $ExpectedValue }
                BeGreaterOrEqual { $SpecActual -ge $ExpectedValue }
                BeLessThan { $SpecActual -lt $ExpectedValue }
                BeLessOrEqual { $SpecActual -le $ExpectedValue }
                BeIn { $ExpectedValue -contains $SpecActual }
                BeOfType { $SpecActual -is $(if ($ExpectedValue -is [string]) { [type] $ExpectedValue.Trim('[', ']') } else { $ExpectedValue }) }
                Contain { $SpecActual -contains $ExpectedValue }
                HaveCount { $SpecInput.Count -eq $ExpectedValue }
                Throw {
                    $SpecReasons = @(Test-SpecThrow $SpecActual $ExpectedValue $ErrorId $ExceptionType ([ref] $SpecThrown))
                    $SpecReasons.Count -eq 0
                }
            }

            if ([bool] $SpecHolds -eq [bool] $Not) {
                $SpecText = "Expected $(Format-SpecObject $SpecActual) $(if ($Not) { 'not ' })to $SpecOperator $(if ($PSBoundParameters.ContainsKey('ExpectedValue')) { Format-SpecObject $ExpectedValue })".TrimEnd()
                if ($SpecOperator -eq 'Throw') { $SpecText += if ($Not) { ", but it threw '$SpecThrown'" } else { ", but $($SpecReasons -join ' and ')" } }
                if ($Because) { $SpecText += ", because $Because" }
                throw [Management.Automation.ErrorRecord]::new([Exception]::new("$SpecText."), 'SpecAssertion', 'InvalidResult', $SpecActual)
            }

            if ($PassThru) { $SpecThrown }
        }
    }
}
