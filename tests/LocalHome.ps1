# What the specs share: a home of their own for the jobs of this machine, so that nothing of the user's is touched.

$RepositoryRoot = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..'))

function Enter-LocalHome {
    Import-Module ([IO.Path]::Combine($RepositoryRoot, 'MlOps.psd1'))
    $script:OuterHome = $env:MLOPS_HOME
    $script:LocalHome = [IO.Directory]::CreateTempSubdirectory('mlops-spec-').FullName
    $env:MLOPS_HOME = $script:LocalHome
    $env:MLOPS_DEFAULT_PROVIDER = 'Local'
}

function Exit-LocalHome {
    Get-MlJob -Status Pending, Running, Stopping | Remove-MlJob -Force -ErrorAction Ignore
    $env:MLOPS_HOME = $script:OuterHome
    $env:MLOPS_DEFAULT_PROVIDER = $null
    [IO.Directory]::Delete($script:LocalHome, $true)
}

# Starts a job that runs a line of shell script.
function Start-ShellJob([string] $Name, [string] $Script, [hashtable] $Parameter = @{}) {
    Start-MlTrainingJob $Name -Command sh, -c, $Script @Parameter
}
