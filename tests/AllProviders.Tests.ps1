BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud SageMaker, Vertex -Account --jobs, 60, --tuning-jobs, 1 -Project --jobs, 60, --tuning-jobs, 1
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $null = Start-MlTrainingJob resnet-local -Provider Local -Command true | Wait-MlJob
    $null = Start-MlTrainingJob resnet-new -Provider SageMaker -Image train:1
    $null = Start-MlTrainingJob resnet-new -Provider Vertex -Image train:1

    # The providers that objects are of, each once and in order.
    function Get-ProviderOf($Objects) { [Collections.Generic.SortedSet[string]]::new([string[]] @($Objects).Provider) -join ' ' }
}

AfterAll { Exit-StandIn }

Describe 'Get-MlJob -Provider All' {
    AfterEach {
        foreach ($operation in 'Search', 'ListTrainingJobs') { $null = Invoke-StandIn allow @{ operation = $operation } -Cloud SageMaker }
        $null = Invoke-StandIn allow @{ operation = 'ListCustomJobs' } -Cloud Vertex
        Set-StandInEnvironment
    }

    It 'finds jobs of all three by name, as whole objects of one type' {
        $found = @(Get-MlJob -Provider All -ErrorAction Stop | Where-Object Name -like '*resnet*')
        foreach ($provider in 'Local', 'SageMaker', 'Vertex') {
            $of = @($found | Where-Object Provider -EQ $provider)
            $of.Count | Should -BeGreaterThan 0
            $of.Count | Should -Be @(Get-MlJob '*resnet*' -Provider $provider).Count
        }

        Get-ProviderOf $found.Where{ $_.Name -eq 'resnet-new' } | Should -Be 'SageMaker Vertex'
        $found | ForEach-Object {
            $_ | Should -BeOfType ([MlOps.MlJob])
            if ($_.Provider -ne 'Local') { $_.InstanceType | Should -Not -BeNullOrEmpty }
        }
    }

    It 'takes several providers by name' {
        @(Get-MlJob resnet-new -Provider Vertex, SageMaker -ErrorAction Stop).Count | Should -Be 2
        Get-MlJob -Provider Vertex, Local | ForEach-Object { $_.Provider | Should -BeIn 'Vertex', 'Local' }
    }

    It 'gives one error and all the others when <provider> fails' -ForEach @(
        @{ provider = 'SageMaker'; denied = 'Search', 'ListTrainingJobs'; others = 'Vertex' }
        @{ provider = 'Vertex'; denied = , 'ListCustomJobs'; others = 'SageMaker' }
    ) {
        foreach ($operation in $denied) { $null = Invoke-StandIn deny @{ operation = $operation } -Cloud $provider }
        $found = @(Get-MlJob -Provider All -Kind Training -ErrorVariable problem -ErrorAction SilentlyContinue)
        @($problem).Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.AccessDenied,*'
        $found.Provider | Should -Contain 'Local'
        @($found | Where-Object Provider -EQ $others).Count | Should -BeGreaterThan 60
        $found.Provider | Should -Not -Contain $provider
    }

    It 'leaves <provider> out with a verbose line when it is not configured' -ForEach @(
        @{ provider = 'SageMaker'; variable = 'AWS_REGION'; others = 'Vertex' }
        @{ provider = 'Vertex'; variable = 'GOOGLE_CLOUD_PROJECT'; others = 'SageMaker' }
    ) {
        [Environment]::SetEnvironmentVariable($variable, $null)
        $all = Get-MlJob -Provider All -Verbose -ErrorAction Stop 4>&1
        $jobs = $all | Where-Object { $_ -is [MlOps.MlJob] }
        $jobs.Provider | Should -Contain $others
        $jobs.Provider | Should -Contain 'Local'
        $jobs.Provider | Should -Not -Contain $provider
        "$($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] })" | Should -BeLike "*$provider*"
    }

    It 'finds a plain name wherever it is' {
        (Get-MlJob resnet-local -Provider All -ErrorAction Stop).Provider | Should -Be 'Local'
        Get-ProviderOf (Get-MlJob resnet-new -Provider All -ErrorAction Stop) | Should -Be 'SageMaker Vertex'
        Get-MlJob resnet-newt -Provider All -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
    }

    It 'chooses by status on all of them' {
        $waiting = @(Get-MlJob -Provider All -Status Pending, Running)
        $waiting.Name | ForEach-Object { $_ | Should -Be 'resnet-new' }
        $waiting.Count | Should -Be 2
    }
}

Describe 'The other cmdlets with jobs of all providers' {
    It 'take what the pipeline brings, wherever it is from' {
        $stopped = @(Get-MlJob resnet-new -Provider SageMaker, Vertex | Stop-MlJob -PassThru -ErrorAction Stop)
        Get-ProviderOf $stopped | Should -Be 'SageMaker Vertex'
        $stopped | ForEach-Object { $_.Status | Should -BeIn 'Stopping', 'Stopped' }
    }

    It 'test all providers' {
        Get-ProviderOf (Test-MlProvider All) | Should -Be 'Local SageMaker Vertex'
    }

    It 'find machines of both clouds' {
        Get-ProviderOf (Find-MlInstance -Accelerator A100) | Should -Be 'SageMaker Vertex'
    }
}
